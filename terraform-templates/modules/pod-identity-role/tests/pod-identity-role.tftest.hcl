mock_provider "aws" {}

variables {
  name                = "demo-ebs-csi"
  cluster_arn         = "arn:aws:eks:ap-southeast-2:111122223333:cluster/demo"
  namespace           = "kube-system"
  service_account     = "ebs-csi-controller-sa"
  managed_policy_arns = { ebs-csi = "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" }
}

run "only_one_service_account_of_one_cluster_gets_the_role" {
  command = plan

  assert {
    condition = jsondecode(aws_iam_role.this.assume_role_policy).Statement == [{
      Sid       = "OneServiceAccountOfOneCluster"
      Effect    = "Allow"
      Principal = { Service = "pods.eks.amazonaws.com" }
      Action    = ["sts:AssumeRole", "sts:TagSession"]
      Condition = {
        StringEquals = {
          "aws:RequestTag/eks-cluster-arn"            = "arn:aws:eks:ap-southeast-2:111122223333:cluster/demo"
          "aws:RequestTag/kubernetes-namespace"       = "kube-system"
          "aws:RequestTag/kubernetes-service-account" = "ebs-csi-controller-sa"
        }
      }
    }]
    error_message = "The trust must name the cluster, the namespace and the ServiceAccount."
  }
}
